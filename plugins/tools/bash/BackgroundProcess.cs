namespace Tessera.Tools.Bash;

/// <summary>A process that a command left running.</summary>
/// <param name="Id">Its number, by which commands can end it.</param>
/// <param name="CommandLine">Its command line, cut where it is long.</param>
internal sealed record BackgroundProcess(int Id, string CommandLine);
