using System.Text.Json;

namespace Tessera.Pipelines.Running;

/// <summary>
/// The folder of one step. A step is done when <c>done.json</c> is there, which is written last and all at once:
/// whatever a killed process leaves behind is either a whole step or is begun anew.
/// </summary>
internal sealed class StepFolder(string root)
{
    public string Root { get; } = root;

    /// <summary>Where the step itself may write.</summary>
    public string Files => Path.Combine(Root, "files");

    public string ErrorFile => Path.Combine(Root, "error.txt");

    /// <summary>Whether the step was done here once, whatever its key was.</summary>
    public bool MayBeDone => File.Exists(DoneFile);

    private string DoneFile => Path.Combine(Root, "done.json");

    private string BegunFile => Path.Combine(Root, "begun");

    /// <summary>The result of the step, if it is done under a key.</summary>
    public StepResult? ReadDone(string key)
    {
        try
        {
            if (!File.Exists(DoneFile)) return null;
            var done = JsonSerializer.Deserialize<StepResult>(File.ReadAllBytes(DoneFile), RunJson.Strict);
            return done?.Key == key && done.Status == StepStatus.Succeeded && OutputStore.Exists(Root) && done.OutputHash == HashOutput()
                ? done with { Output = OutputStore.Peek(Root), Reused = true }
                : null;
        }
        catch (Exception unfit) when (unfit is JsonException or IOException or UnauthorizedAccessException or NotSupportedException)
        {
            // A file that somebody damaged: the step is simply not done.
            return null;
        }
    }

    /// <summary>Makes the folder ready for the work.</summary>
    /// <param name="key">The step's key.</param>
    /// <param name="goesOn">Whether the step wants to find what an unfinished attempt under the same key left.</param>
    public void Prepare(string key, bool goesOn)
    {
        if (goesOn && File.Exists(BegunFile) && File.ReadAllText(BegunFile) == key)
        {
            Forget();
            return;
        }

        Clear();
        if (goesOn) DurableFile.Write(BegunFile, key);
    }

    private void Clear()
    {
        // First of all what says that the step is done, in case this process is killed while it deletes the rest.
        if (File.Exists(DoneFile)) File.Delete(DoneFile);
        if (Directory.Exists(Root)) Discard();
        Directory.CreateDirectory(Files);
    }

    /// <summary>Lets the step be done anew.</summary>
    public void Forget() => File.Delete(DoneFile);

    /// <summary>SHA-256 over what the step handed over and over its files, in hexadecimal.</summary>
    public string HashOutput() => OutputStore.Hash(Root) + (Directory.EnumerateFileSystemEntries(Files).Any() ? ContentHashes.Compute(Files) : "");

    /// <summary>Keeps the whole story of a failure, where the folder can be written at all.</summary>
    public void WriteError(Exception failure)
    {
        try
        {
            Directory.CreateDirectory(Root);
            File.WriteAllText(ErrorFile, failure.ToString());
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // The summary tells what happened; only the details are lost.
        }
    }

    public void WriteDone(StepResult result)
    {
        if (result.Metrics.Count > 0) DurableFile.Write(Path.Combine(Root, "metrics.json"), JsonSerializer.Serialize(result.Metrics, RunJson.Options) + "\n");
        if (result.Findings.Count > 0) DurableFile.Write(Path.Combine(Root, "findings.json"), JsonSerializer.Serialize(result.Findings, RunJson.Options) + "\n");
        DurableFile.Write(DoneFile, JsonSerializer.Serialize(result with { Output = null }, RunJson.Options) + "\n");
    }

    // Programs that a killed run left behind may still write here: the folder is put aside, and goes as far as it can be removed.
    private void Discard()
    {
        var aside = Path.Combine(Path.GetDirectoryName(Root)!, $".{Path.GetFileName(Root)}-{Guid.NewGuid():N}");
        Directory.Move(Root, aside);
        try
        {
            Directory.Delete(aside, recursive: true);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // Nothing looks there any more.
        }
    }
}
