namespace Tessera.Sdk.Testing.Terminals;

/// <summary>A folder for a site, with room beside it for what no confined program may change.</summary>
internal sealed class TrialFolder : IDisposable
{
    private readonly string _parent = Directory.CreateTempSubdirectory("tessera-conformance-").FullName;

    public TrialFolder(string name = "project") => Path = Directory.CreateDirectory(System.IO.Path.Combine(_parent, name)).FullName;

    /// <summary>The folder, which exists.</summary>
    public string Path { get; }

    /// <summary>A file beside the folder.</summary>
    public string Outside => System.IO.Path.Combine(_parent, "outside.txt");

    /// <summary>Puts a file into the folder.</summary>
    /// <param name="path">Its path from there.</param>
    /// <param name="content">What is in it.</param>
    public void Write(string path, string content)
    {
        var file = System.IO.Path.Combine(Path, path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(_parent, recursive: true);
        }
        catch (IOException)
        {
            // A program that still writes is found by the checks; the folder is temporary.
        }
    }
}
