namespace Tessera.Hosting.Catalog;

/// <summary>Whether an installed plugin can be used.</summary>
public enum PluginStatus
{
    /// <summary>It can be used.</summary>
    Ready,

    /// <summary>Its manifest or files are not right.</summary>
    Invalid,

    /// <summary>It was built for another version of the SDK, or needs what this host does not have.</summary>
    Unsupported,

    /// <summary>Another folder holds a plugin with the same id, which comes first.</summary>
    Shadowed,

    /// <summary>It was disabled.</summary>
    Disabled,
}
