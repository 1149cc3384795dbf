namespace Tessera.Tools.Bash;

/// <summary>The shell's side of the tool, which lies in its assembly.</summary>
internal static class ShellScripts
{
    /// <summary>What waits for commands.</summary>
    public static string Supervisor { get; } = Read("shell/supervisor.sh");

    /// <summary>What runs one.</summary>
    public static string Command { get; } = Read("shell/command.sh");

    private static string Read(string resource)
    {
        using var reader = new StreamReader(typeof(ShellScripts).Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
