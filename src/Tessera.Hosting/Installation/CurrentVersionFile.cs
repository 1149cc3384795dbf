using System.Text;
using Tessera.Hosting.Catalog;

namespace Tessera.Hosting.Installation;

/// <summary>The file that names the version in use. It is replaced by one rename: readers see the old name or the new one.</summary>
internal static class CurrentVersionFile
{
    public static void Write(string versions, string name)
    {
        var incoming = Path.Combine(versions, $".{PluginFolders.CurrentFile}-{Guid.NewGuid():N}");
        try
        {
            using (var file = File.Create(incoming))
            {
                file.Write(Encoding.UTF8.GetBytes(name + "\n"));
                file.Flush(flushToDisk: true);
            }

            File.Move(incoming, Path.Combine(versions, PluginFolders.CurrentFile), overwrite: true);
        }
        finally
        {
            File.Delete(incoming);
        }
    }
}
