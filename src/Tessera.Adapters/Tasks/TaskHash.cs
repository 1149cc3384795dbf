using System.Security.Cryptography;
using System.Text;

namespace Tessera.Adapters.Tasks;

/// <summary>What the content of tasks is, in few digits.</summary>
internal static class TaskHash
{
    /// <summary>The SHA-256, in hexadecimal, over the names of tasks and the SHA-256 of their files.</summary>
    public static string Of(string folder, IReadOnlyList<string> names)
    {
        var lines = names.Select(name => $"{Convert.ToHexStringLower(HashOf(TaskFolder.PathOf(folder, name)))} {name}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines))));
    }

    private static byte[] HashOf(string path)
    {
        using var stream = File.OpenRead(path);
        return SHA256.HashData(stream);
    }
}
