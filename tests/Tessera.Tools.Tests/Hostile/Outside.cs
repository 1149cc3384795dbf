using System.Security.Cryptography;

namespace Tessera.Tools.Tests.Hostile;

/// <summary>What lies beside a workspace: files with a secret, which no tool may read, list or change.</summary>
/// <remarks>
/// A file's time of reading is older here than that of its last change, so that Linux notes the next reading. Where a file system
/// keeps no such times, what was read is known only by the secret.
/// </remarks>
internal sealed class Outside
{
    private static readonly DateTime _read = new(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime _written = new(2002, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly List<string> _entries;
    private readonly Dictionary<string, string> _contents = [];
    private readonly string _unnamed = $"unnamed_{RandomNumberGenerator.GetHexString(12, lowercase: true)}.py";
    private readonly bool _notesReading;

    public Outside(string folder)
    {
        Folder = Directory.CreateDirectory(folder).FullName;
        Directory.CreateDirectory(Path.Combine(Folder, "deep", "deeper"));
        foreach (var name in new[] { "secret.py", "part.py", "main.py", "test_main.py", ".gitignore", "deep/part.py", "deep/deeper/passwd", _unnamed, "deep/" + _unnamed })
        {
            _contents[name] = $"SECRET = '{Secret}'\ndef work():\n    return '{Secret}'\n";
            File.WriteAllText(Path.Combine(Folder, name), _contents[name]);
        }

        _entries = [Folder, .. Directory.EnumerateFileSystemEntries(Folder, "*", SearchOption.AllDirectories)];
        foreach (var entry in _entries)
        {
            File.SetLastWriteTimeUtc(entry, _written);
            File.SetLastAccessTimeUtc(entry, _read);
        }

        _notesReading = NotesReading(folder + ".probe");
    }

    public string Folder { get; }

    /// <summary>A text in every file.</summary>
    public string Secret { get; } = "secret_" + RandomNumberGenerator.GetHexString(16, lowercase: true);

    /// <summary>What no observation may hold: the secret, and a name that only a listing tells.</summary>
    public IReadOnlyList<string> Traces => [Secret, _unnamed];

    public string At(string name) => Path.Combine(Folder, name);

    /// <summary>Checks that nobody has been here.</summary>
    public void Check()
    {
        foreach (var entry in _entries)
        {
            (File.Exists(entry) || Directory.Exists(entry)).Should().BeTrue("{0} is still there", entry);
            File.GetLastWriteTimeUtc(entry).Should().Be(_written, "nobody changed {0}", entry);
            if (_notesReading) File.GetLastAccessTimeUtc(entry).Should().Be(_read, "nobody read {0}", entry);
        }

        Directory.EnumerateFileSystemEntries(Folder, "*", SearchOption.AllDirectories).Should().BeEquivalentTo(_entries.Skip(1));
        foreach (var (name, content) in _contents) File.ReadAllText(At(name)).Should().Be(content);
    }

    private static bool NotesReading(string probe)
    {
        File.WriteAllText(probe, "x");
        File.SetLastWriteTimeUtc(probe, _written);
        File.SetLastAccessTimeUtc(probe, _read);
        File.ReadAllText(probe);
        var noted = File.GetLastAccessTimeUtc(probe) != _read;
        File.Delete(probe);
        return noted;
    }
}
