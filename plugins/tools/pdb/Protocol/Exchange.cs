using Tessera.Sdk.Terminals;

namespace Tessera.Tools.Pdb.Protocol;

/// <summary>What came of one command.</summary>
/// <param name="Report">The driver's answer; null when the program ended without one.</param>
/// <param name="ProgramOutput">What the program wrote meanwhile.</param>
/// <param name="End">How the program's process ended; null while it runs.</param>
/// <param name="TimedOut">Whether the time bound was reached.</param>
/// <param name="IsStart">Whether this is the start, before any command.</param>
internal sealed record Exchange(DriverReport? Report, string ProgramOutput, TerminalResult? End = null, bool TimedOut = false, bool IsStart = false);
