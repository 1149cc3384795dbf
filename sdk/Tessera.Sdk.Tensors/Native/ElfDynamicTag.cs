namespace Tessera.Sdk.Tensors.Native;

/// <summary>Entries of an ELF library's dynamic section, by their numbers in the specification.</summary>
internal enum ElfDynamicTag : ulong
{
    End = 0,
    Strings = 5,
    Symbols = 6,
    SymbolHash = 0x6ffffef5,
    SymbolVersions = 0x6ffffff0,
    VersionNeeds = 0x6ffffffe,
    VersionNeedCount = 0x6fffffff,
}
