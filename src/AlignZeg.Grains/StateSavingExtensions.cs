
namespace AlignZeg.Grains;

/// <summary>Saving state so that memory never claims more than the storage has.</summary>
internal static class StateSavingExtensions
{
    /// <summary>Writes the state; if that fails, the activation ends, and the next one begins with what is stored.</summary>
    public static async Task SaveAsync<T>(this IPersistentState<T> state, IGrainBase grain, CancellationToken cancellationToken)
    {
        try
        {
            await state.WriteStateAsync(cancellationToken);
        }
        catch
        {
            grain.DeactivateOnIdle();
            throw;
        }
    }
}
