namespace Tessera.Sdk.Tensors.Native;

/// <summary>The dynamic symbols of an ELF library and the versions that they bear.</summary>
internal sealed class ElfSymbols
{
    private const ulong EntrySize = 24;
    private const ushort VersionMask = 0x7fff, Unversioned = 1;
    private readonly ElfImage image;
    private readonly ulong symbols;
    private readonly ulong versions;
    private readonly uint count;

    public ElfSymbols(ElfImage image)
    {
        this.image = image;
        symbols = image.Table(ElfDynamicTag.Symbols);
        versions = image.Table(ElfDynamicTag.SymbolVersions);
        count = Count();
    }

    /// <summary>The symbols that bear a version, by their place in the table.</summary>
    public IReadOnlyList<uint> WithVersion(ushort version)
    {
        var found = new List<uint>();
        for (uint symbol = 0; symbol < count; symbol++)
        {
            if ((image.UInt16(VersionOf(symbol)) & VersionMask) == version)
                found.Add(symbol);
        }

        return found;
    }

    public string NameOf(uint symbol) => image.String(NameIndexOf(symbol));

    public void MakeUnversioned(uint symbol) => image.SetUInt16(VersionOf(symbol), Unversioned);

    /// <summary>Renames a symbol that the library needs from others; the new name must not be longer.</summary>
    public void Rename(uint symbol, string name)
    {
        var start = NameIndexOf(symbol);
        var end = start + (uint)NameOf(symbol).Length;
        for (uint other = 0; other < count; other++)
        {
            // Linkers let one name be the end of another's; writing over it would then rename both.
            if (other != symbol && NameIndexOf(other) is var index && index >= start && index < end)
                throw new UnsupportedElfException($"The name {NameOf(symbol)} is shared with {NameOf(other)}.");
        }

        image.OverwriteString(start, name);
    }

    private uint NameIndexOf(uint symbol) => image.UInt32(symbols + symbol * EntrySize);

    private ulong VersionOf(uint symbol) => versions + symbol * 2ul;

    // The table's length is written nowhere but in section headers; the hash table covers its last symbol.
    private uint Count()
    {
        var hash = image.Table(ElfDynamicTag.SymbolHash);
        uint bucketCount = image.UInt32(hash), firstHashed = image.UInt32(hash + 4), filterSize = image.UInt32(hash + 8);
        var buckets = hash + 16 + filterSize * 8ul;
        uint last = 0;
        for (uint bucket = 0; bucket < bucketCount; bucket++)
            last = Math.Max(last, image.UInt32(buckets + bucket * 4ul));

        if (last < firstHashed)
            return firstHashed;

        var chain = buckets + bucketCount * 4ul;
        while ((image.UInt32(chain + (last - firstHashed) * 4ul) & 1) == 0)
            last++;
        return last + 1;
    }
}
