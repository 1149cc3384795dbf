using Tessera.Sdk.Terminals;

namespace Tessera.Debugging.Terminals.Channels;

/// <summary>Makes what a command asks for.</summary>
internal static class ChannelSources
{
    /// <summary>The source of a command's channel; null where it wants none.</summary>
    public static IChannelSource? For(TerminalCommand command) =>
        command.WithPipe ? NamedPipeSource.Create() : command.WithChannel ? ChannelListener.Create() : null;
}
