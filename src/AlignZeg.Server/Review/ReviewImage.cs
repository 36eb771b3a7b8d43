namespace AlignZeg.Server.Review;

/// <summary>An image of a review list.</summary>
/// <param name="Index">Within the job.</param>
/// <param name="Image">Its name.</param>
/// <param name="Uncertainty">0 to 1.</param>
/// <param name="Mask">Blob name of its label map.</param>
/// <param name="Overlay">Blob name of its overlay, if the job has them.</param>
/// <param name="Sha256">Of its bytes, as they were uploaded.</param>
internal sealed record ReviewImage(int Index, string Image, double Uncertainty, string Mask, string? Overlay, string? Sha256 = null)
{
    /// <summary>Where it stands among others.</summary>
    public ReviewPosition Position() => new(Uncertainty, Index);
}
