using Tessera.Sdk.Terminals;
using Tessera.Sdk.Tools;

namespace Tessera.Debugging.Tests.Episodes;

/// <summary>A tool that runs a program in the session's terminal.</summary>
internal sealed class EchoTool() : Tool<EchoTool.Words>("run", "Prints a text.")
{
    protected override async ValueTask<Observation> CallAsync(Words arguments, IToolSession session, CancellationToken cancellationToken) =>
        Observation.Success((await session.Terminal.RunAsync(new TerminalCommand { Program = "echo", Arguments = [arguments.Text] }, cancellationToken)).Output);

    internal sealed class Words
    {
        public required string Text { get; set; }
    }
}
