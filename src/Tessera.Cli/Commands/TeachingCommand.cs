using System.CommandLine;

namespace Tessera.Cli.Commands;

/// <summary>A command whose help ends with examples.</summary>
internal sealed class TeachingCommand(string name, string description, params string[] examples) : Command(name, description)
{
    public IReadOnlyList<string> Examples => examples;
}
