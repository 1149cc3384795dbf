namespace Tessera.Routers.Centroid;

/// <summary>What stands for the hidden states of one example.</summary>
internal enum ExampleState
{
    /// <summary>The mean over its tokens.</summary>
    Mean,

    /// <summary>The state of its last token.</summary>
    Last,
}
