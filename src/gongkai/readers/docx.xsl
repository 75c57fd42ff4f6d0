<?xml version="1.0" encoding="utf-8"?>
<!-- The body of a Word file as a flat stream; the separators are named in stream.py. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
    xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"
    xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"
    xmlns:v="urn:schemas-microsoft-com:vml">
  <xsl:output method="text"/>
  <xsl:template match="text()"/>
  <xsl:template match="w:tbl">&#xFDD0;<xsl:apply-templates select="w:tr|w:sdt|w:customXml|w:ins|w:moveTo"/>&#xFDD1;</xsl:template>
  <xsl:template match="w:tr">
    <xsl:text>&#xFDD2;</xsl:text>
    <xsl:if test="w:trPr/w:gridBefore[@w:val &gt; 0]">
      <xsl:value-of select="concat('&#xFDD3;', w:trPr/w:gridBefore/@w:val, '&#xFDD4;')"/>
    </xsl:if>
    <xsl:apply-templates select="*[not(self::w:trPr)]"/>
  </xsl:template>
  <xsl:template match="w:tc">
    <xsl:text>&#xFDD3;</xsl:text>
    <xsl:for-each select="w:tcPr[w:gridSpan|w:vMerge]">
      <xsl:value-of select="concat(w:gridSpan/@w:val, ',')"/>
      <xsl:for-each select="w:vMerge">
        <xsl:choose>
          <xsl:when test="@w:val = 'restart'">r</xsl:when>
          <xsl:otherwise>c</xsl:otherwise>
        </xsl:choose>
      </xsl:for-each>
    </xsl:for-each>
    <xsl:text>&#xFDD4;</xsl:text>
    <xsl:apply-templates select="*[not(self::w:tcPr)]"/>
  </xsl:template>
  <xsl:template match="w:p">
    <xsl:text>&#xFDD5;</xsl:text>
    <xsl:for-each select="w:pPr[w:numPr|w:pStyle]">
      <xsl:value-of select="concat('&#xFDD6;', w:pStyle/@w:val, '|', w:numPr/w:numId/@w:val, '|',
                                   w:numPr/w:ilvl/@w:val, '&#xFDD7;')"/>
    </xsl:for-each>
    <xsl:apply-templates select="*[not(self::w:pPr)]"/>
    <xsl:text>&#xFDD5;</xsl:text>
  </xsl:template>
  <xsl:template match="w:r"><xsl:apply-templates select="*[not(self::w:rPr)]"/></xsl:template>
  <xsl:template match="w:t|m:t"><xsl:value-of select="."/></xsl:template>
  <xsl:template match="w:tab|w:ptab"><xsl:text>&#9;</xsl:text></xsl:template>
  <xsl:template match="w:br|w:cr">&#xFDD5;</xsl:template>
  <xsl:template match="w:noBreakHyphen">-</xsl:template>
  <xsl:template match="mc:AlternateContent">
    <xsl:choose>
      <xsl:when test="mc:Choice"><xsl:apply-templates select="mc:Choice[1]"/></xsl:when>
      <xsl:otherwise><xsl:apply-templates select="mc:Fallback"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template match="w:drawing|w:pict|w:object">
    <xsl:if test=".//pic:pic|.//v:imagedata">&#xFDD8;</xsl:if>
    <xsl:apply-templates select=".//w:txbxContent"/>
  </xsl:template>
  <xsl:template match="w:sdt"><xsl:apply-templates select="w:sdtContent"/></xsl:template>
  <xsl:template match="w:sdt[w:sdtPr/w:showingPlcHdr]"/>
  <xsl:template match="w:ruby"><xsl:apply-templates select="w:rubyBase"/></xsl:template>
  <xsl:template match="w:del|w:moveFrom|w:delText|w:instrText|w:delInstrText|w:sectPr|w:rt"/>
</xsl:stylesheet>
