using System.CommandLine;
using Tessera.Pipelines.Schemas;

namespace Tessera.Cli.Commands;

/// <summary>tessera schema: one JSON Schema for pipelines, with the options of every installed plugin.</summary>
internal static class SchemaCommand
{
    public static Command Create()
    {
        var command = new TeachingCommand(
            "schema", "Prints one JSON Schema for pipelines, with the options of every installed plugin.",
            "tessera schema > pipelines.schema.json");
        command.SetAction(parsed =>
        {
            Output.JsonOutput.Write(writer => PipelineSchema.Generate(parsed.Discover()).WriteTo(writer));
            return ExitCodes.Success;
        });
        return command;
    }
}
