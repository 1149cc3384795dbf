using System.CommandLine;
using System.CommandLine.Parsing;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Cli.Commands;

/// <summary>What is wrong with a command line, told with the nearest thing that exists.</summary>
internal static class CommandLineProblems
{
    public static IReadOnlyList<Diagnostic> In(ParseResult parsed)
    {
        var path = string.Join(' ', Path(parsed.CommandResult).Reverse().Select(result => result.Command.Name));
        var subcommands = parsed.CommandResult.Command.Subcommands;
        if (subcommands.Count > 0 && parsed.UnmatchedTokens.FirstOrDefault(token => !token.StartsWith('-')) is { } mistyped)
            return [Problem($"'{mistyped}' is not a command of {path}.", NearestName.Suggest(mistyped, subcommands.Select(command => command.Name)))];

        // The parser takes what looks like an option, and is none, for an argument.
        var options = Path(parsed.CommandResult).SelectMany(result => result.Command.Options).Select(option => option.Name).ToList();
        var unknown = parsed.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash)
            .Where(token => token.Type == TokenType.Argument && token.Value.StartsWith("--", StringComparison.Ordinal))
            .Select(token => Problem($"{path} has no option '{token.Value}'.", NearestName.Suggest(token.Value, options))).ToList();
        return unknown.Count > 0 ? unknown : [.. parsed.Errors.Select(error => Problem(error.Message, $"See '{path} --help'."))];
    }

    private static Diagnostic Problem(string message, string remedy) => Diagnostic.Error("TESS1901", message, remedy: remedy);

    private static IEnumerable<CommandResult> Path(CommandResult command)
    {
        for (SymbolResult? result = command; result is not null; result = result.Parent)
            if (result is CommandResult onPath) yield return onPath;
    }
}
