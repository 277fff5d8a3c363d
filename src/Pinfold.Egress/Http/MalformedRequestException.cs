namespace Pinfold.Egress.Http;

/// <summary>A request that is not as RFC 9112 says, or that two readers could read in two ways.</summary>
internal sealed class MalformedRequestException(string why, int status = 400) : Exception(why)
{
    /// <summary>The status of the answer.</summary>
    internal int Status { get; } = status;
}
