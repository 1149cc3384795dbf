namespace Tessera.Sdk.Terminals;

/// <summary>What a terminal runs, and within which bounds.</summary>
public sealed record TerminalCommand
{
    /// <summary>The name of the variable that tells a program where its <see cref="ITerminalSession.Channel"/> is.</summary>
    /// <remarks>
    /// Its value is <c>unix:PATH</c> or <c>tcp:HOST:PORT</c>, to which the program connects once, or <c>pipe:PATH</c>,
    /// which it opens for writing.
    /// </remarks>
    public const string ChannelVariable = "TESSERA_CHANNEL";

    /// <summary>
    /// The name of the variable that holds the token of a <c>tcp:</c> channel: where it is set, the program sends its value
    /// and a line feed before anything else. A <c>unix:</c> channel is protected by its folder and has no token.
    /// </summary>
    public const string ChannelTokenVariable = "TESSERA_CHANNEL_TOKEN";

    /// <summary>The program: a path, or a name on the search path.</summary>
    public required string Program { get; init; }

    /// <summary>Its arguments, passed as they are, never through a shell.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The folder it runs in; null for the terminal's own.</summary>
    public string? WorkingFolder { get; init; }

    /// <summary>Variables set on top of the terminal's environment; null removes one.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Standard input, given whole; empty means that the program reads an end of file at once.</summary>
    public string StandardInput { get; init; } = "";

    /// <summary>How long it may run.</summary>
    /// <value>The default value is 30 seconds.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many characters of output are kept: the first and the last half of them, with a note between.</summary>
    /// <value>The default value is 100,000 characters.</value>
    public int OutputLimit { get; init; } = 100_000;

    /// <summary>Whether the program is given a channel of its own (see <see cref="ChannelVariable"/>).</summary>
    public bool WithChannel { get; init; }

    /// <summary>
    /// Whether the channel is a named pipe that the program writes to, for programs such as shells that cannot connect to a
    /// socket. What they are to read goes to their standard input. It is used in place of <see cref="WithChannel"/>, and not on Windows.
    /// </summary>
    public bool WithPipe { get; init; }
}
