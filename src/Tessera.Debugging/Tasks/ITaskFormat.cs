namespace Tessera.Debugging.Tasks;

/// <summary>A way in which a task lies in a folder.</summary>
internal interface ITaskFormat
{
    /// <summary>Whether a folder holds a task in this way.</summary>
    bool Recognises(string folder);

    /// <summary>Reads the task.</summary>
    /// <exception cref="Sdk.Diagnostics.TesseraException">TESS4502: the task cannot be used; everything that is wrong is said.</exception>
    DebugTask Read(string folder);
}
