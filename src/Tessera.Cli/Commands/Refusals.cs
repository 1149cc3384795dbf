using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Tessera.Cli.Commands;

/// <summary>What is refused while the command line is read.</summary>
internal static class Refusals
{
    /// <summary>Refuses an empty text, as an unset variable of a script leaves it.</summary>
    public static Option<T> NotEmpty<T>(this Option<T> option)
    {
        option.Validators.Add(result => RefuseEmpty(result, option.Name));
        return option;
    }

    /// <summary>Refuses an empty text.</summary>
    public static Argument<T> NotEmpty<T>(this Argument<T> argument)
    {
        argument.Validators.Add(result => RefuseEmpty(result, argument.Name));
        return argument;
    }

    /// <summary>Refuses folders that are not there.</summary>
    public static Option<string[]> Existing(this Option<string[]> option)
    {
        option.Validators.Add(result =>
        {
            foreach (var missing in result.Tokens.Where(token => !Directory.Exists(token.Value)))
                result.AddError($"{option.Name} names no folder: '{missing.Value}'.");
        });
        return option;
    }

    /// <summary>Reads a number from 1.</summary>
    public static int? ReadCount(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0) return count;
        result.AddError($"'{text}' is not a whole number from 1.");
        return null;
    }

    private static void RefuseEmpty(SymbolResult result, string name)
    {
        if (result.Tokens.Any(token => token.Value.Length == 0)) result.AddError($"'{name}' is empty.");
    }
}
