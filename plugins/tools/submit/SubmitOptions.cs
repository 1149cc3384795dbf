namespace Tessera.Tools.Submit;

/// <summary>Options of the tool <c>submit</c>.</summary>
public sealed class SubmitOptions
{
    /// <summary>Whether the project's check is run first and shown. The work is submitted whatever it says.</summary>
    /// <value>The default value is true.</value>
    public bool EvaluateOnSubmit { get; set; } = true;
}
