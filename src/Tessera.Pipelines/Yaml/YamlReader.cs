using Tessera.Sdk.Diagnostics;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Tessera.Pipelines.Yaml;

/// <summary>Reads one YAML document into nodes that know their places. Aliases, tags and excess of any kind are refused.</summary>
internal sealed class YamlReader
{
    private const int MaxPath = 1000;
    private const int MaxDepth = 64;
    private const int MaxNodes = 200_000;

    private readonly Parser _parser;
    private readonly string _file;
    private readonly List<Diagnostic> _problems;
    private int _nodes;

    private YamlReader(string text, string file, List<Diagnostic> problems)
    {
        _parser = new Parser(new Scanner(new StringReader(text), skipComments: true));
        (_file, _problems) = (file, problems);
    }

    /// <summary>Reads a document.</summary>
    /// <param name="text">The document.</param>
    /// <param name="file">The name to show.</param>
    /// <param name="problems">Takes what is wrong.</param>
    /// <returns>The root; null when the document cannot be read at all or is empty.</returns>
    public static YamlNode? Read(string text, string file, List<Diagnostic> problems)
    {
        var reader = new YamlReader(text, file, problems);
        try
        {
            return reader.ReadDocument();
        }
        catch (YamlException malformed)
        {
            var detail = malformed.Message.Split('\n')[0];
            problems.Add(Diagnostic.Error("TESS3001", $"This is not well-formed YAML: {detail}", reader.Place(malformed.Start)));
        }
        catch (Exception broken) when (broken is InvalidOperationException or ArgumentException or FormatException or IndexOutOfRangeException or OverflowException)
        {
            // The parser lets a few malformed documents fall through its own checks.
            problems.Add(Diagnostic.Error("TESS3001", $"This is not well-formed YAML: {broken.Message}", new SourceLocation(file)));
        }

        return null;
    }

    private YamlNode? ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _)) return null;
        _parser.Consume<DocumentStart>();
        var root = ReadNode("", 0);
        _parser.Consume<DocumentEnd>();
        if (_parser.Accept<DocumentStart>(out var second))
            _problems.Add(Diagnostic.Error("TESS3002", "A pipeline is one YAML document; here a second one begins.", Place(second.Start)));
        return root;
    }

    private YamlNode ReadNode(string path, int depth)
    {
        var begin = _parser.Current ?? throw new YamlException("The document ends too early.");
        var place = Place(begin.Start, path);
        if (depth > MaxDepth || ++_nodes > MaxNodes)
            throw new YamlException(begin.Start, begin.End, depth > MaxDepth ? $"It is nested deeper than {MaxDepth} levels." : $"It has more than {MaxNodes} values.");
        // Each value keeps its path: long keys above many values would take far more than the file.
        if (path.Length > MaxPath) throw new YamlException(begin.Start, begin.End, $"The keys that lead here have more than {MaxPath} characters together.");
        if (begin is NodeEvent { Tag: { IsEmpty: false, IsNonSpecific: false } })
            _problems.Add(Diagnostic.Error("TESS3003", "Tags are not used in pipelines.", place, "Remove the tag."));
        switch (begin)
        {
            case Scalar scalar:
                _parser.MoveNext();
                return new YamlScalar(scalar.Value, scalar.Style is ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted or ScalarStyle.Literal or ScalarStyle.Folded, place);
            case SequenceStart:
                return ReadList(path, depth, place);
            case MappingStart:
                return ReadMap(path, depth, place);
            case AnchorAlias:
                _parser.MoveNext();
                _problems.Add(Diagnostic.Error("TESS3003", "Aliases are not used in pipelines.", place, "Write the value out, or make it an input: ${inputs.name}."));
                return new YamlScalar("", false, place);
            default:
                throw new YamlException(begin.Start, begin.End, "A value is needed here.");
        }
    }

    private YamlList ReadList(string path, int depth, SourceLocation place)
    {
        _parser.Consume<SequenceStart>();
        var items = new List<YamlNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _)) items.Add(ReadNode(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{path}[{items.Count}]"), depth + 1));
        return new YamlList(items, place);
    }

    private YamlMap ReadMap(string path, int depth, SourceLocation place)
    {
        _parser.Consume<MappingStart>();
        var entries = new List<YamlEntry>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var keyNode = ReadNode(path, depth + 1);
            if (keyNode is not YamlScalar { Text: var key })
                throw new YamlException(_parser.Current?.Start ?? Mark.Empty, _parser.Current?.End ?? Mark.Empty, "The key of a map must be text.");
            var keyPath = path.Length == 0 ? key : $"{path}.{key}";
            var keyPlace = keyNode.Place with { KeyPath = keyPath };
            if (!keys.Add(key)) _problems.Add(Diagnostic.Error("TESS3004", $"The key '{key}' stands here twice.", keyPlace, "Remove one of them."));
            entries.Add(new YamlEntry(key, keyPlace, ReadNode(keyPath, depth + 1)));
        }

        return new YamlMap(entries, place);
    }

    private SourceLocation Place(Mark mark, string? path = null) => new(_file, (int)mark.Line, (int)mark.Column, path);
}
