namespace Tessera.Adapters.Library;

/// <summary>Where things lie in the folder of a library, beside the experts and the index: all in one folder that is the library's own.</summary>
internal static class LibraryLayout
{
    /// <summary>The folder of what a library keeps for itself. All of it can be remade; nothing of it is part of what the library is.</summary>
    public const string OwnFolder = ".library";

    /// <summary>The file that whoever changes a library holds.</summary>
    public static string LockFile(string library) => Path.Combine(library, OwnFolder, "lock");

    /// <summary>Where data lie that were derived from experts.</summary>
    public static string Derived(string library) => Path.Combine(library, OwnFolder, "derived");

    /// <summary>Where what is new is written before it is moved to its place, and what is removed is moved before it is deleted.</summary>
    public static string Drafts(string library) => Path.Combine(library, OwnFolder, "drafts");

    /// <summary>Where an expert lies while another takes its place.</summary>
    public static string Outgoing(string library) => Path.Combine(library, OwnFolder, "outgoing");

    /// <summary>A path among the drafts that nobody else has.</summary>
    public static string NewDraft(string library)
    {
        var drafts = Directory.CreateDirectory(Drafts(library)).FullName;
        return Path.Combine(drafts, Guid.NewGuid().ToString("N"));
    }
}
