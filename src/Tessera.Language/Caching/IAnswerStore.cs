namespace Tessera.Language.Caching;

/// <summary>Where answers outlive the model that gave them.</summary>
internal interface IAnswerStore
{
    /// <summary>The answer to a question; null where none is kept.</summary>
    Task<TAnswer?> FindAsync<TAnswer>(string key, CancellationToken cancellationToken) where TAnswer : class;

    /// <summary>Keeps an answer, whole or not at all.</summary>
    Task KeepAsync<TAnswer>(string key, TAnswer answer) where TAnswer : class;
}
