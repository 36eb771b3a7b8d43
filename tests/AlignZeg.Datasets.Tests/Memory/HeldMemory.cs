namespace AlignZeg.Datasets.Tests.Memory;

/// <summary>The managed memory that is still needed.</summary>
internal static class HeldMemory
{
    /// <summary>Now, in bytes. One collection is not enough: pools let go of what they have for nobody in the ones after it.</summary>
    public static long Bytes()
    {
        long held = GC.GetTotalMemory(forceFullCollection: true);
        for (long now; (now = GC.GetTotalMemory(forceFullCollection: true)) < held;) held = now;
        return held;
    }
}
