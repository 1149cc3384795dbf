namespace Tessera.Language.Templates;

/// <summary>The templates of layers where nothing else is configured.</summary>
internal static class LayerTemplates
{
    private const string Begin = "<instruction>\n{{ prompt }}\n</instruction>\n<input>\n{{ input }}\n</input>\n";
    private const string Hidden = "<hidden>\n{{ hidden }}\n</hidden>\n";
    private const string Answered = "Answer:\n";
    private const string Thought = "Thoughts:\n";

    /// <summary>That of a program's only layer.</summary>
    public static LayerTemplate Answer { get; } = new("answer", 1, Begin + Answered);

    /// <summary>That of the first of several layers.</summary>
    public static LayerTemplate Think { get; } = new("think", 1, Begin + Thought);

    /// <summary>That of layers between the first and the last.</summary>
    public static LayerTemplate ThinkOn { get; } = new("think-on", 1, Begin + Hidden + Thought);

    /// <summary>That of the last of several layers.</summary>
    public static LayerTemplate Decide { get; } = new("decide", 1, Begin + Hidden + Answered);

    private static readonly IReadOnlyList<LayerTemplate> _all = [Answer, Think, ThinkOn, Decide];

    /// <summary>That of a layer by its place.</summary>
    public static LayerTemplate At(bool isFirst, bool isLast) => (isFirst, isLast) switch
    {
        (true, true) => Answer,
        (true, false) => Think,
        (false, false) => ThinkOn,
        (false, true) => Decide,
    };

    /// <summary>The version of a wording; null for somebody else's.</summary>
    public static string? VersionOf(string text) => _all.FirstOrDefault(template => template.Text == text)?.Version;

    /// <summary>What has the name of a version, whichever number it has; null for nothing that is known.</summary>
    public static LayerTemplate? Named(string version) => _all.FirstOrDefault(template => template.Name == version.Split('/')[0]);
}
