namespace AlignZeg.Model.Clip;

/// <summary>Group normalisation over 8 groups of channels, the identity's scale and shift at the start.</summary>
internal static class ChannelNorm
{
    private const int Groups = 8;

    /// <summary>TorchSharp 0.107 leaves the weights of its GroupNorm uninitialised (seen: NaN and 1e32), so they are set here.</summary>
    public static GroupNorm Of(int channels)
    {
        var norm = GroupNorm(Groups, channels);
        init.ones_(norm.weight!);
        init.zeros_(norm.bias!);
        return norm;
    }
}
