namespace Acme.Plugin1;

/// <summary>What a pipeline says about the tool.</summary>
public sealed class Plugin1Options
{
    /// <summary>Whether capitals and small letters are the same.</summary>
    /// <value>The default value is false.</value>
    public bool IgnoreCase { get; set; }
}
