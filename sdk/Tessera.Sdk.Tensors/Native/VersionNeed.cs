namespace Tessera.Sdk.Tensors.Native;

/// <summary>A symbol version that a library needs from another.</summary>
/// <param name="Library">The other library's file name.</param>
/// <param name="Name">The version's name, such as <c>GLIBCXX_3.4.32</c>.</param>
/// <param name="Index">The number under which the library's symbols refer to it.</param>
/// <param name="Offset">Where the entry (<c>Elf64_Vernaux</c>) lies in the file.</param>
internal sealed record VersionNeed(string Library, string Name, ushort Index, ulong Offset);
