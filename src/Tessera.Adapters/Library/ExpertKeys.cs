namespace Tessera.Adapters.Library;

/// <summary>The names under which <see cref="Tessera.Sdk.Tensors.Experts.ExpertInfo.Metadata"/> holds what the platform itself says of an expert.</summary>
public static class ExpertKeys
{
    /// <summary>The task or tasks that it was trained on, separated by commas.</summary>
    public const string Task = "task";

    /// <summary>The family of its task, or the families of its tasks, separated by commas.</summary>
    public const string Family = "family";

    /// <summary>The experts that it was made from, separated by commas.</summary>
    public const string Parents = "parents";

    /// <summary>The name of its base model.</summary>
    public const string BaseModel = "baseModel";

    /// <summary>How it was merged.</summary>
    public const string Merge = "merge";

    /// <summary>The experts of general knowledge whose mean was subtracted from it, separated by commas.</summary>
    public const string Subtracted = "subtracted";
}
