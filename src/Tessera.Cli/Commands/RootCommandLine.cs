using System.CommandLine;
using System.CommandLine.Help;
using Tessera.Cli.Output;

namespace Tessera.Cli.Commands;

/// <summary>The command line as a whole: its commands, what they share, and how their failures end.</summary>
internal static class RootCommandLine
{
    public static async Task<int> InvokeAsync(string[] arguments)
    {
        ForgivingErrors.Install();
        var root = new RootCommand(
            "Composes language-model systems out of plugins.\n\n"
            + "Examples:\n"
            + "  tessera run samples/quickstart.yaml\n"
            + "  tessera validate my.yaml --set model=models/tiny\n"
            + "  tessera plugins list")
        {
            RunCommand.Create(), ValidateCommand.Create(), LockCommand.Create(), SchemaCommand.Create(), PluginsCommand.Create(), RunsCommand.Create(), McpCommand.Create(),
        };
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        root.Options.Add(CommonOptions.Json);
        root.Options.Add(CommonOptions.Plugins);

        var parsed = root.Parse(arguments);
        var json = arguments.Any(argument => argument is "--json" or "--json=true");
        if (!json && parsed.Errors.Count > 0 && parsed.CommandResult.Command.Subcommands.Count > 0 && parsed.UnmatchedTokens.Count == 0)
        {
            await root.Parse([.. arguments, "--help"]).InvokeAsync(new InvocationConfiguration { Output = Console.Error }).ConfigureAwait(false);
            return ExitCodes.Invalid;
        }

        if (CommandLineProblems.In(parsed) is { Count: > 0 } problems) return DiagnosticOutput.Report(problems, json);

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
