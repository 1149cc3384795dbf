namespace Tessera.Debugging.Workspaces;

/// <summary>Compares the bytes of files.</summary>
internal static class FileBytes
{
    /// <summary>Whether two files hold the same bytes.</summary>
    public static bool AreSame(Stream left, Stream right)
    {
        if (left.Length != right.Length) return false;
        var (one, other) = (new byte[81920], new byte[81920]);
        while (true)
        {
            var read = left.ReadAtLeast(one, one.Length, throwOnEndOfStream: false);
            if (right.ReadAtLeast(other, other.Length, throwOnEndOfStream: false) != read) return false;
            if (!one.AsSpan(0, read).SequenceEqual(other.AsSpan(0, read))) return false;
            if (read < one.Length) return true;
        }
    }
}
