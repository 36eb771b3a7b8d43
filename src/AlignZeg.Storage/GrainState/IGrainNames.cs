namespace AlignZeg.Storage.GrainState;

/// <summary>Which grains have stored a state: asked of the states themselves, no second list that could disagree.</summary>
public interface IGrainNames
{
    /// <summary>The keys of a type's grains that have a state, in ordinal order.</summary>
    /// <param name="type">The grain's type: <c>job</c>.</param> <param name="prefix">What the keys begin with; may be empty.</param> <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="Abstractions.Blobs.StorageException">The storage cannot say.</exception>
    IAsyncEnumerable<string> ListAsync(string type, string prefix, CancellationToken cancellationToken = default);
}
