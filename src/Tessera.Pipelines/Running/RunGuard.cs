using Tessera.Sdk.Diagnostics;

namespace Tessera.Pipelines.Running;

/// <summary>Keeps a second process out of a run's folder; the system lets go of it when the process dies, however it dies.</summary>
internal static class RunGuard
{
    public static FileStream Enter(RunFolder folder)
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
