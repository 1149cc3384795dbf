using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Adapters.Library;

/// <summary>
/// The index of a library, <c>index.json</c> in its folder. Folders say which experts there are: the index only tells more of them, so
/// that a pile of adapters is a library too. It may come from anyone; none of its texts is ever used as a path before it is checked.
/// </summary>
/// <param name="Version">The version of the format.</param>
/// <param name="Experts">What is known of experts, by name.</param>
internal sealed record LibraryIndex(int Version, SortedDictionary<string, IndexedExpert> Experts)
{
    public const string FileName = "index.json";

    private const int CurrentVersion = 1;
    private const long MostBytes = 64 << 20;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        MaxDepth = 32,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Reads the index of a library; one that is not there knows nothing.</summary>
    /// <exception cref="TesseraException">It is malformed (TESS5302).</exception>
    public static LibraryIndex Read(string library)
    {
        var path = Path.Combine(library, FileName);
        if (!File.Exists(path)) return new LibraryIndex(CurrentVersion, new SortedDictionary<string, IndexedExpert>(StringComparer.Ordinal));
        try
        {
            using var stream = File.OpenRead(path);
            if (stream.Length > MostBytes) throw Unfit(path, $"It is {stream.Length} bytes long", null);
            var index = JsonSerializer.Deserialize<LibraryIndex>(stream, Options) ?? throw Unfit(path, "It is null", null);
            Check(index, path);
            return index with { Experts = new SortedDictionary<string, IndexedExpert>(index.Experts, StringComparer.Ordinal) };
        }
        catch (JsonException malformed)
        {
            var message = malformed.Message;
            var place = message.IndexOf(" Path: ", StringComparison.Ordinal);
            throw Unfit(path, (place < 0 ? message : message[..place]).TrimEnd('.'), malformed.Path, (int)(malformed.LineNumber ?? -1) + 1);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or InvalidOperationException or NotSupportedException or ArgumentException)
        {
            throw Unfit(path, unreadable.Message.TrimEnd('.'), null);
        }
    }

    /// <summary>Writes the index at once: no reader ever sees half of it, not even after a crash.</summary>
    public void Write(string library)
    {
        var path = Path.Combine(library, FileName);
        var draft = LibraryLayout.NewDraft(library);
        using (var stream = new FileStream(draft, FileMode.CreateNew, FileAccess.Write, FileShare.None))
        {
            JsonSerializer.Serialize(stream, this, Options);
            stream.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: true);
    }

    private static void Check(LibraryIndex index, string path)
    {
        if (index.Version != CurrentVersion) throw Unfit(path, $"It is of version {index.Version}, and {CurrentVersion} is understood", "$.version");
        foreach (var (name, expert) in index.Experts)
        {
            var place = $"$.experts['{ExpertNames.Visible(name)}']";
            if (!ExpertNames.AreFit(name)) throw Unfit(path, $"'{ExpertNames.Visible(name)}' cannot name an expert", place);
            if (expert is null) throw Unfit(path, "An expert is null", place);
            if (expert.Hash.Length != 64 || !expert.Hash.All(char.IsAsciiHexDigitLower)) throw Unfit(path, "A hash is 64 hexadecimal digits", place + ".hash");
            if (expert.Record.Parents.Any(parent => parent is null || !ExpertNames.AreFit(parent))) throw Unfit(path, "A parent is no name of an expert", place + ".record.parents");
            if (expert.Record.Metadata.Any(pair => pair.Value is null)) throw Unfit(path, "A value is null", place + ".record.metadata");
            if (expert.Scores.Any(score => score is null || !double.IsFinite(score.Value))) throw Unfit(path, "A score is no finite number", place + ".scores");
        }
    }

    private static TesseraException Unfit(string path, string reason, string? key, int line = 0) => new(Diagnostic.Error(
        "TESS5302", $"The index of the library cannot be read: {reason}.", new SourceLocation(path, line, 0, key), "Mend it, or remove it: the experts are then known by their folders alone."));
}
