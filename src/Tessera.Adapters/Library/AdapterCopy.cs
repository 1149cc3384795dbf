using Tessera.Adapters.Safetensors;

namespace Tessera.Adapters.Library;

/// <summary>Copies the folder of an adapter, byte for byte, after a look at whether it is one.</summary>
internal static class AdapterCopy
{
    /// <exception cref="Tessera.Sdk.Diagnostics.TesseraException">The folder is no adapter's (TESS5010), or its weights cannot be read (TESS5001, TESS5002).</exception>
    public static void Make(string source, string target)
    {
        AdapterConfig.Read(Path.Combine(source, AdapterConfig.FileName));
        SafetensorsFile.Open(Path.Combine(source, AdapterTensors.FileName)).Dispose();
        Directory.CreateDirectory(target);
        // Folders of downloaded adapters are links to files; a copy is of what they lead to.
        foreach (var file in Directory.EnumerateFiles(source)) File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
    }
}
