using Tessera.Sdk.Diagnostics;

namespace Tessera.Pipelines.Running;

/// <summary>Keeps a second process out of a run's folder; the system lets go of it when the process dies, however it dies.</summary>
internal static class RunGuard
{
    private const int Attempts = 10;
    private static readonly TimeSpan LongestLook = TimeSpan.FromMilliseconds(20);

    /// <summary>Takes a folder for a run of a pipeline.</summary>
    /// <exception cref="TesseraException">The folder holds something else, cannot be written, or another process has it.</exception>
    public static async Task<FileStream> EnterAsync(RunFolder folder, string pipeline)
    {
        RefuseOthers(folder, pipeline);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return Enter(folder);
            }
            catch (TesseraException taken) when (attempt < Attempts && taken.Diagnostics[0].Id == "TESS4002")
            {
                // Whoever looks whether the guard is held, holds it for that moment.
                await Task.Delay(LongestLook).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Whether a process has the folder now.</summary>
    public static bool IsHeld(RunFolder folder)
    {
        try
        {
            if (!File.Exists(folder.GuardFile)) return false;
            using var look = new FileStream(folder.GuardFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            // Somebody else's folder: nothing can be known of it.
            return false;
        }
        catch (IOException)
        {
            return File.Exists(folder.GuardFile);
        }
    }

    // What a run replaces and removes in its folder must be a run's.
    private static void RefuseOthers(RunFolder folder, string pipeline)
    {
        if (!Directory.Exists(folder.Root) || !Directory.EnumerateFileSystemEntries(folder.Root).Any()) return;
        if (!Path.Exists(folder.GuardFile) && !Path.Exists(folder.JournalFile) && !Path.Exists(folder.PipelineFile))
            throw new TesseraException(Diagnostic.Error("TESS4003", "This folder holds files, and they are not a run's.", new SourceLocation(folder.Root), "Choose a folder with --out that is empty or does not exist."));
        if (folder.ReadPipelineName() is { } other && other != pipeline)
            throw new TesseraException(Diagnostic.Error("TESS4004", $"This folder holds a run of the pipeline '{other}', not of '{pipeline}'.", new SourceLocation(folder.Root), "Choose another folder with --out, or remove this one."));
    }

    private static FileStream Enter(RunFolder folder)
    {
        try
        {
            Directory.CreateDirectory(folder.StepsFolder);
            return new FileStream(folder.GuardFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new TesseraException(Diagnostic.Error("TESS4001", $"The run's folder cannot be written: {refused.Message}", new SourceLocation(folder.Root), "Choose another one with --out."), refused);
        }
        catch (IOException refused) when (File.Exists(folder.GuardFile))
        {
            throw new TesseraException(Diagnostic.Error("TESS4002", "Another process is running a pipeline in this folder.", new SourceLocation(folder.Root), "Wait for it, or choose another folder with --out."), refused);
        }
        catch (IOException refused)
        {
            throw new TesseraException(Diagnostic.Error("TESS4001", $"The run's folder cannot be written: {refused.Message}", new SourceLocation(folder.Root), "Choose another one with --out."), refused);
        }
    }
}
