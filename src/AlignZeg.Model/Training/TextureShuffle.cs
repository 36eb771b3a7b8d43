namespace AlignZeg.Model.Training;

/// <summary>
/// Gives an object of a picture the surface of somewhere else. Ours: the proposal network is to find objects of any class by where a surface ends, not by which surfaces it has seen; what is pasted need not be an object
/// of a seen class, since no label is read of it. CLIP, which names objects, goes on seeing the true ones.
/// </summary>
internal static class TextureShuffle
{
    private const int Crop = 16;
    private const double LeastShare = .5;
    private const long Labels = 256;

    /// <param name="images">[B, 3, H, W], normalised.</param> <param name="labels">[B, H, W], 64-bit: 0 background, i + 1 class i, 255 ignored.</param> <param name="share">Of the pictures to change, 0..1.</param>
    /// <returns>[B, 3, H, W].</returns>
    public static Tensor Of(Tensor images, Tensor labels, double share)
    {
        if (share == 0) return images.alias();
        using var scope = NewDisposeScope();
        var (count, device) = (images.size(0), images.device);
        var strength = LeastShare + (1 - LeastShare) * StepDraw.Uniform(device, count, 1, 1, 1);               // how much of the other surface, the rest is its own
        var mixed = images + strength * (ColourShuffle.Of(Surfaces(images), 1) - images);                      // [B, 3, H, W]
        var chosen = StepDraw.Uniform(device, count, 1, 1).lt(share).logical_and(SomeClass(labels));           // [B, H, W]
        return mixed.where(chosen.unsqueeze(1), images).MoveToOuterDisposeScope();
    }

    /// <summary>A crop of another picture of the batch, mirrored until it fills the whole, [B, 3, H, W].</summary>
    private static Tensor Surfaces(Tensor images)
    {
        var (count, height, width, device) = (images.size(0), images.size(2), images.size(3), images.device);
        int side = (int)Math.Min(Crop, Math.Min(height, width));
        var others = images.index_select(0, StepDraw.Integers(device, count, count));
        var (top, left) = (StepDraw.Integers(device, height - side + 1, count, 1, 1), StepDraw.Integers(device, width - side + 1, count, 1, 1));
        var rows = top + Mirrored(height, side, device).view(1, -1, 1);                                        // [B, H, 1]
        var columns = left + Mirrored(width, side, device).view(1, 1, -1);                                     // [B, 1, W]
        var index = (rows * width + columns).to(ScalarType.Int64).view(count, 1, -1).expand(-1, images.size(1), -1); // [B, 3, H·W]
        return others.flatten(2).gather(2, index).view(images.shape);
    }

    /// <summary>0 1 2 .. s-1 s-1 .. 2 1 0 0 1 2 .., [length].</summary>
    private static Tensor Mirrored(long length, int side, Device device)
    {
        var place = arange(length, device: device).remainder(2 * side);
        return minimum(place, 2 * side - 1 - place);
    }

    /// <summary>Where one class of each picture is, chosen at random among those with labels; nowhere in a picture without any, [B, H, W].</summary>
    private static Tensor SomeClass(Tensor labels)
    {
        var flat = labels.flatten(1);                                                                          // [B, P]
        var present = zeros(flat.size(0), Labels, device: labels.device).scatter_(1, flat, ones(flat.shape, device: labels.device));
        present.index_put_(0, TensorIndex.Colon, TensorIndex.Single(0));
        present.index_put_(0, TensorIndex.Colon, TensorIndex.Single(TrainingImage.Ignored));
        var drawn = (present * (StepDraw.Uniform(labels.device, present.shape) + 1)).argmax(1).view(-1, 1, 1); // [B, 1, 1]; 0 where there is none
        return labels.eq(drawn).logical_and(drawn.gt(0));
    }
}
