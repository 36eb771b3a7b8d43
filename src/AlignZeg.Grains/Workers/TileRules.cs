using AlignZeg.Abstractions.Jobs;
using AlignZeg.Model.Inference.Tiles;

namespace AlignZeg.Grains.Workers;

/// <summary>What was asked for of tiles, as the model's side of the platform has it.</summary>
public static class TileRules
{
    /// <summary>Null where every image is read whole.</summary>
    public static TileRule? Of(JobTiling? tiling) => tiling is null ? null : new(tiling.Above, tiling.Size, tiling.Overlap);
}
