using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Tessera.Tools.Pdb;

/// <summary>Arguments of the tool <c>pdb</c>.</summary>
public sealed class PdbArguments
{
    /// <summary>The command.</summary>
    [Description("One command of pdb, such as `b main.py:12`, `b main.py:12, x > 3`, `c`, `n`, `s`, `p x`, `up`, `where`, or one Python statement.")]
    [JsonPropertyName("command")]
    public required string Command { get; set; }

    /// <summary>What is debugged.</summary>
    /// <value>The default value is null: what was debugged last, at first the project's own entry point.</value>
    [Description("The command line of the Python program to debug, such as `python3 main.py 5` or `python3 -m unittest`. Left out: the last one, at first the project's own. Another one starts anew.")]
    [JsonPropertyName("entrypoint")]
    public string? EntryPoint { get; set; }

    /// <summary>What the program reads from its standard input.</summary>
    /// <value>The default value is null: what was given last, at first nothing, so that the program reads the end of file at once.</value>
    [Description("The whole standard input of the program, given beforehand. Left out: the last one, at first none, so that a program that asks reads the end of file. Another one starts anew.")]
    [JsonPropertyName("input")]
    public string? Input { get; set; }
}
