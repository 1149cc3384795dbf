namespace Tessera.Debugging.Terminals;

/// <summary>Linux: starts programs in a session of their own. A signal that one sends to its whole group, as <c>kill 0</c> does, so reaches only what it started.</summary>
/// <remarks>.NET starts programs in the group of this process, and has no other way; elsewhere they stay there.</remarks>
internal static class OwnSession
{
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private static readonly string? _setsid = OperatingSystem.IsLinux() ? ProgramSearch.FindInstalled("setsid") : null;

    /// <summary>What is started for a program, which takes its place at once.</summary>
    /// <param name="program">The program's full path.</param>
    /// <param name="arguments">Its arguments.</param>
    public static (string Program, IReadOnlyList<string> Arguments) Of(string program, IReadOnlyList<string> arguments) =>
        _setsid is not null && IsStartable(program) ? (_setsid, [program, .. arguments]) : (program, arguments);

    // What the system refuses to start is given to it as it is, so that it says why.
    private static bool IsStartable(string program)
    {
        try
        {
            if (OperatingSystem.IsWindows() || (File.GetUnixFileMode(program) & Executable) == 0) return false;
            using var file = File.OpenHandle(program);
            Span<byte> begin = stackalloc byte[256];
            begin = begin[..RandomAccess.Read(file, begin, 0)];
            if (!begin.StartsWith("#!"u8)) return begin.StartsWith("\u007FELF"u8);
            var line = System.Text.Encoding.UTF8.GetString(begin[2..]).Split('\n')[0].Trim();
            return File.Exists(line.Split(' ', '\t')[0]);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
