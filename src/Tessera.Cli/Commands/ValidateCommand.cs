using System.CommandLine;
using Tessera.Cli.Output;
using Tessera.Pipelines.Locking;

namespace Tessera.Cli.Commands;

/// <summary>tessera validate: everything that is wrong with a pipeline, at once, its lock included. Loads and runs nothing.</summary>
internal static class ValidateCommand
{
    public static Command Create()
    {
        var pipeline = new PipelineArguments();
        var command = pipeline.AddTo(new TeachingCommand(
            "validate", "Checks a pipeline without running anything, and reports every mistake at once.",
            "tessera validate samples/quickstart.yaml", "tessera validate my.yaml --set model=models/tiny --json"));
        command.SetAction(parsed =>
        {
            var json = parsed.GetValue(CommonOptions.Json);
            var loaded = pipeline.Load(parsed, parsed.Discover());
            if (loaded.Pipeline is not { } valid) return DiagnosticOutput.Report(loaded.Diagnostics, json);
            if (PipelineLock.Check(valid) is { } locked) return DiagnosticOutput.Report([.. loaded.Diagnostics, locked], json);
            if (json) JsonOutput.Write(writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("status", "valid");
                writer.WriteDiagnostics(loaded.Diagnostics);
                writer.WriteStartArray("steps");
                foreach (var step in valid.Steps) writer.WriteStringValue(step.Name);
                writer.WriteEndArray();
                writer.WriteEndObject();
            });
            else Console.WriteLine($"{valid.Name} is valid: {string.Join(" -> ", valid.Steps.Select(step => step.Name))}");
            return ExitCodes.Success;
        });
        return command;
    }
}
