using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Tessera.ToolSources.Mcp;

/// <summary>What a server started, known on Linux by a mark in the environment that children inherit: a server that ends by itself leaves them behind.</summary>
internal sealed class StartedProcesses
{
    /// <summary>The variable that holds the mark.</summary>
    public const string Variable = "TESSERA_MCP_SERVER";

    // A process that forks faster than it is found: each sweep finds what the last one missed.
    private const int MostSweeps = 20;

    private readonly byte[] _marked;

    public StartedProcesses()
    {
        Mark = RandomNumberGenerator.GetHexString(32, lowercase: true);
        _marked = Encoding.UTF8.GetBytes($"{Variable}={Mark}");
    }

    /// <summary>The mark.</summary>
    public string Mark { get; }

    /// <summary>Ends them.</summary>
    public void End()
    {
        for (var sweep = 0; sweep < MostSweeps && Sweep(); sweep++)
        {
        }
    }

    private bool Sweep()
    {
        if (!OperatingSystem.IsLinux()) return false;
        var found = false;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id)) found |= EndWhereMarked(id, folder);
        }

        return found;
    }

    private bool EndWhereMarked(int id, string folder)
    {
        try
        {
            if (File.ReadAllBytes(Path.Join(folder, "environ")).AsSpan().IndexOf(_marked) < 0) return false;
            using var process = Process.GetProcessById(id);
            process.Kill();
            return true;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException or Win32Exception)
        {
            return false;
        }
    }
}
