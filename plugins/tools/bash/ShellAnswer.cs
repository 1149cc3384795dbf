namespace Tessera.Tools.Bash;

/// <summary>How a command ended.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="KeptState">Whether directory and variables are as it left them; false for as they were before it.</param>
/// <param name="WasEnded">Whether it was ended from outside.</param>
/// <param name="Folder">The directory in which the next command begins.</param>
/// <param name="Background">What still runs of this command and those before it.</param>
internal sealed record ShellAnswer(int ExitCode, bool KeptState, bool WasEnded, string Folder, IReadOnlyList<BackgroundProcess> Background);
