using System.Security.Cryptography;

namespace Tessera.Sdk.Testing.Steps;

/// <summary>A folder for a step, with something beside it that is none of its business.</summary>
internal sealed class TrialRun : IDisposable
{
    private const string Beside = "another-step.txt";

    private readonly string _parent = Directory.CreateTempSubdirectory("tessera-conformance-").FullName;

    public TrialRun(string name = "step")
    {
        Folder = Directory.CreateDirectory(Path.Combine(_parent, name)).FullName;
        File.WriteAllText(Path.Combine(_parent, Beside), Beside);
    }

    public string Folder { get; }

    /// <summary>The hashes of the step's files by path.</summary>
    public SortedDictionary<string, string> Files => Read(Folder, file => true);

    /// <summary>The hashes of the files beside the step's folder by path.</summary>
    public SortedDictionary<string, string> FilesBeside => Read(_parent, file => !file.StartsWith(Folder + Path.DirectorySeparatorChar, StringComparison.Ordinal));

    /// <summary>Text without the folder's path, which differs from run to run.</summary>
    public string Neutral(string text) => text.Replace(Folder, "<folder>", StringComparison.Ordinal);

    public void Dispose()
    {
        try
        {
            Directory.Delete(_parent, recursive: true);
        }
        catch (IOException)
        {
            // A step that still holds a file is found by the checks; the folder is temporary.
        }
    }

    private static SortedDictionary<string, string> Read(string root, Func<string, bool> choose) => new(
        Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Where(choose)
            .ToDictionary(file => Path.GetRelativePath(root, file).Replace('\\', '/'), file => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))), StringComparer.Ordinal);
}
