namespace Tessera.Tools.Trace;

/// <summary>When a condition on a call is evaluated.</summary>
public enum TraceMoment
{
    /// <summary>When the function begins.</summary>
    Entry,

    /// <summary>When it returns or raises.</summary>
    Return,
}
