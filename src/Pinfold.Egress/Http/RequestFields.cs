using System.Text;

namespace Pinfold.Egress.Http;

/// <summary>The fields of one request, and what they say about its body.</summary>
internal sealed class RequestFields(bool old)
{
    /// <summary>What is between client and proxy alone (RFC 9110, 7.6.1), and what is written anew.</summary>
    private static readonly HashSet<string> Ours = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host", "Connection", "Proxy-Connection", "Keep-Alive", "Proxy-Authorization",
        "Proxy-Authenticate", "TE", "Trailer", "Upgrade", "HTTP2-Settings",
    };

    private readonly List<KeyValuePair<string, string>> _all = [];

    internal void Add(string name, string value) => _all.Add(new(name, value));

    internal string? Authorization => Single("Proxy-Authorization");

    internal bool HasBody => Single("Transfer-Encoding") is not null || Single("Content-Length") is not (null or "0");

    /// <summary>
    /// Host must name the target: a server that went by the one while we went by the other would be the attack.
    /// </summary>
    internal void CheckHost(string host, int port, bool anyPort)
    {
        var field = Single("Host");
        if (field is null)
        {
            if (!old) throw new MalformedRequestException("there is no Host field");
            return;
        }

        var (name, at) = RequestTarget.Authority(Encoding.Latin1.GetBytes(field), anyPort ? port : 80);
        if (!name.Equals(host, StringComparison.OrdinalIgnoreCase) || at != port)
            throw new MalformedRequestException("the Host field names another host than the target");
    }

    /// <summary>Bytes of the body; null: in chunks.</summary>
    internal long? BodyLength()
    {
        var coding = Single("Transfer-Encoding");
        var length = Single("Content-Length");
        if (coding is not null)
        {
            if (length is not null)
                throw new MalformedRequestException("there are both Content-Length and Transfer-Encoding");
            if (old || !coding.Equals("chunked", StringComparison.OrdinalIgnoreCase))
                throw new MalformedRequestException("the transfer coding is not 'chunked'", 501);
            return null;
        }

        if (length is null) return 0;
        return RequestParser.Number(length, 18) ?? throw new MalformedRequestException("Content-Length is no number");
    }

    internal List<KeyValuePair<string, string>> ForOrigin()
    {
        var named = _all.Where(f => f.Key.Equals("Connection", StringComparison.OrdinalIgnoreCase))
            .SelectMany(f => f.Value.Split(',', StringSplitOptions.TrimEntries))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (named.Contains("Content-Length") || named.Contains("Transfer-Encoding"))
            throw new MalformedRequestException("Connection names what says how long the body is");
        return _all.FindAll(f => !Ours.Contains(f.Key) && !named.Contains(f.Key));
    }

    /// <summary>The one value of a field that may not be there twice; null when it is not there.</summary>
    private string? Single(string name)
    {
        string? found = null;
        foreach (var (key, value) in _all)
        {
            if (!key.Equals(name, StringComparison.OrdinalIgnoreCase)) continue;
            if (found is not null) throw new MalformedRequestException($"the field {name} is there twice");
            found = value;
        }

        return found;
    }
}
