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
            return DiagnosticOutput.Report([.. problems], arguments.Any(argument => argument is "--json" or "--json=true"));
        }

        try
        {
            // Ctrl-C ends a command as it ends any program; those that must do something about it see to it themselves.
            var configuration = new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false };
            return await parsed.InvokeAsync(configuration).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // This is the last place where a failure can be told as every other one is.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return FailureOutput.Report(failure, parsed.GetValue(CommonOptions.Json));
        }
    }
}
