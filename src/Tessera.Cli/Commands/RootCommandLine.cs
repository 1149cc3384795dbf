using System.CommandLine;
using Tessera.Cli.Output;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Cli.Commands;

/// <summary>The command line as a whole: its commands, what they share, and how their failures end.</summary>
internal static class RootCommandLine
{
    public static async Task<int> InvokeAsync(string[] arguments)
    {
        var root = new RootCommand(
            "Composes language-model systems out of plugins.\n\n"
            + "Examples:\n"
            + "  tessera run samples/quickstart.yaml\n"
            + "  tessera validate my.yaml --set model=models/tiny\n"
            + "  tessera plugins list")
        {
            RunCommand.Create(), ValidateCommand.Create(), SchemaCommand.Create(), PluginsCommand.Create(), RunsCommand.Create(),
        };
        root.Options.Add(CommonOptions.Json);
        root.Options.Add(CommonOptions.Plugins);

        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            var problems = parsed.Errors.Select(error => Diagnostic.Error("TESS1901", error.Message, remedy: "See 'tessera --help' or 'tessera COMMAND --help'."));
            return DiagnosticOutput.Report([.. problems], arguments.Contains("--json", StringComparer.Ordinal));
        }

        try
        {
            // Ctrl-C must leave a resumable run, which takes as long as the running steps need to stop.
            var configuration = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30), EnableDefaultExceptionHandler = false };
            return await parsed.InvokeAsync(configuration).ConfigureAwait(false);
        }
        catch (TesseraException failure)
        {
            return DiagnosticOutput.Report(failure.Diagnostics, parsed.GetValue(CommonOptions.Json));
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Interrupted;
        }
    }
}
