namespace Tessera.Debugging.Terminals;

/// <summary>Variables under which a Python program behaves alike in every run, and leaves no byte code behind in the project.</summary>
public static class SteadyEnvironment
{
    /// <summary>The variables.</summary>
    public static IReadOnlyDictionary<string, string> Variables { get; } = new Dictionary<string, string>
    {
        ["NO_COLOR"] = "1",
        ["TERM"] = "dumb",
        ["PYTHONDONTWRITEBYTECODE"] = "1",
        ["PYTHONHASHSEED"] = "0",
        ["PYTHONUTF8"] = "1",
    };
}
