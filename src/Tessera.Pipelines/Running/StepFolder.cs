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

    private string DoneFile => Path.Combine(Root, "done.json");

    /// <summary>The result of the step, if it is done under a key.</summary>
    public StepResult? ReadDone(string key)
    {
        try
        {
            if (!File.Exists(DoneFile)) return null;
            var done = JsonSerializer.Deserialize<StepResult>(File.ReadAllBytes(DoneFile), RunJson.Options);
            return done?.Key == key && done.Status == StepStatus.Succeeded && OutputStore.Exists(Root) ? done with { Output = OutputStore.Peek(Root), Reused = true } : null;
        }
        catch (Exception unfit) when (unfit is JsonException or IOException or NotSupportedException)
        {
            // A file that somebody damaged: the step is simply not done.
            return null;
        }
    }

    /// <summary>Removes what an unfinished or outdated step left behind.</summary>
    public void Clear()
    {
        // First of all what says that the step is done, in case this process is killed while it deletes the rest.
        if (File.Exists(DoneFile)) File.Delete(DoneFile);
        if (Directory.Exists(Root)) Directory.Delete(Root, recursive: true);
        Directory.CreateDirectory(Files);
    }

    public void WriteDone(StepResult result)
    {
        if (result.Metrics.Count > 0) DurableFile.Write(Path.Combine(Root, "metrics.json"), JsonSerializer.Serialize(result.Metrics, RunJson.Options) + "\n");
        if (result.Findings.Count > 0) DurableFile.Write(Path.Combine(Root, "findings.json"), JsonSerializer.Serialize(result.Findings, RunJson.Options) + "\n");
        DurableFile.Write(DoneFile, JsonSerializer.Serialize(result with { Output = null }, RunJson.Options) + "\n");
    }
}
