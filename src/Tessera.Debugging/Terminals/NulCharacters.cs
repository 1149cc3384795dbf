using Tessera.Sdk.Terminals;

namespace Tessera.Debugging.Terminals;

/// <summary>Refuses texts that the system would cut off at a NUL, so that a program never runs with less than it was given.</summary>
internal static class NulCharacters
{
    /// <exception cref="TerminalException">An argument or a variable has a NUL.</exception>
    public static void Refuse(TerminalCommand command, Dictionary<string, string> environment)
    {
        if (command.Arguments.Any(HasNul)) throw Refusal(command, "an argument");
        if (environment.FirstOrDefault(variable => HasNul(variable.Key) || HasNul(variable.Value)) is { Key: { } name }) throw Refusal(command, $"the variable {name.Replace("\0", "\\0", StringComparison.Ordinal)}");
    }

    private static bool HasNul(string text) => text.Contains('\0', StringComparison.Ordinal);

    private static TerminalException Refusal(TerminalCommand command, string what) => new(
        command, $"error TESS4112: {command.Program} cannot be started: {what} has a NUL character, at which the system would cut it off. Take it out, or give the text by standard input or in a file.");
}
