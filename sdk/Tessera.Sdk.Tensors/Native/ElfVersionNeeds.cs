namespace Tessera.Sdk.Tensors.Native;

/// <summary>The versions that an ELF library needs from others (<c>.gnu.version_r</c>).</summary>
internal sealed class ElfVersionNeeds
{
    // Symbols refer to a version by 15 bits, so more of them mean a damaged file.
    private const int Most = 0x7fff;
    private readonly ElfImage image;
    private readonly List<VersionNeed> all = [];

    public ElfVersionNeeds(ElfImage image)
    {
        this.image = image;
        var library = image.Table(ElfDynamicTag.VersionNeeds);
        var count = image.Value(ElfDynamicTag.VersionNeedCount);
        if (count > Most)
            throw new UnsupportedElfException($"The library names {count} others, which cannot be.");

        for (ulong index = 0; index < count; index++)
        {
            ReadLibrary(library);
            library += image.UInt32(library + 12);
        }
    }

    public IReadOnlyList<VersionNeed> All => all;

    /// <summary>Makes one need ask for what another asks for. The first keeps its index.</summary>
    public void Redirect(VersionNeed need, VersionNeed target)
    {
        image.SetUInt32(need.Offset, image.UInt32(target.Offset));
        image.SetUInt32(need.Offset + 8, image.UInt32(target.Offset + 8));
    }

    private void ReadLibrary(ulong entry)
    {
        var name = image.String(image.UInt32(entry + 4));
        var version = entry + image.UInt32(entry + 8);
        for (var left = image.UInt16(entry + 2); left > 0; left--)
        {
            if (all.Count == Most)
                throw new UnsupportedElfException("The library's needed versions have no end.");
            all.Add(new(name, image.String(image.UInt32(version + 8)), image.UInt16(version + 6), version));
            version += image.UInt32(version + 12);
        }
    }
}
