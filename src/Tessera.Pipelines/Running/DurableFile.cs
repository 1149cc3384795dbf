using System.Text;

namespace Tessera.Pipelines.Running;

/// <summary>Writes files so that whoever reads them after a crash sees all of them or nothing.</summary>
internal static class DurableFile
{
    public static void Write(string path, string content)
    {
        var temporary = path + ".tmp";
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            stream.Write(Encoding.UTF8.GetBytes(content));
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }
}
